with classed as (
    select
        r.*,
        c.catalog_name,
        coalesce(r.share_class, c.share_class, '未知') as class,
        coalesce(r.withdrawn_on < r.received_on, false) as is_reversed,
        coalesce(array_contains(l.columns, 'extended'), false) as lacks_extended
    from share_requests r
    left join catalogs c on c.catalog_id = r.catalog_id
    left join lacking l on l.rule_id = 'share_reply' and l.batch_id = r.batch_id
)
select
    request_id as subject_id,
    catalog_name as subject_name,
    provider_id as department_id,
    requester_id as counterpart_id,
    received_on as arose_on,
    replied_on as met_on,
    due_on as stated_due_on,
    case when class = '未知' then null
         when class = '无条件共享' and extended = '是' then 'unconditional_extended'
         when class = '无条件共享' then 'unconditional'
         when extended = '是' then 'conditional_extended'
         else 'conditional' end as clock,
    case when lacks_extended and class not in ('未知', '无条件共享') then 'conditional_extended' end as or_clock,
    withdrawn_on is not null and replied_on is null and not is_reversed as is_exempt,
    is_reversed as is_contradictory,
    class = '未知' as is_unknown,
    case when withdrawn_on is not null and replied_on is null then 'withdrawn'
         when class = '未知' then 'class_unknown' end as reason,
    batch_id, sheet, row_no
from classed
