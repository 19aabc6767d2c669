with known as not materialized (
    select *, 1 as n from obligations
)
