"""The media types of the files that are handed out."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


TYPES = {"xlsx": XLSX, "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}
