-- Update cycles that are regular, in calendar days (domain rules §5, aggregation_freshness). Other cycles owe nothing.
select * from (values
    ('实时', 1), ('每日', 1), ('每周', 7), ('每月', 31), ('每季度', 92), ('每半年', 184), ('每年', 366)
) as t(update_cycle, days)
