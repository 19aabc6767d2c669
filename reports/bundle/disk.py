"""What a disk refuses, in a sentence with the next step."""

import errno

FULL = (errno.ENOSPC, errno.EDQUOT)


def in_words(fault: OSError) -> str:
    """Why a file could not be written or read. What was made before stays."""
    if fault.errno in FULL:
        return "磁盘空间不足，没有生成完。已成的文书保留，请腾出空间后继续。"
    return f"无法读写 {fault.filename}：{fault.strerror}。已成的文书保留，请检查路径和权限后继续。"
