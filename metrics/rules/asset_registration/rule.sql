-- Since 2025-03-01 it is the delivery of an asset in authorised operation that begins the duty, and the application that meets it. A file
-- without the day of delivery is judged as before: by the authorisation and the registration.
with assets_seen as (
    select
        r.*,
        coalesce(array_contains(l.columns, 'delivered_on'), false) as lacks_delivered,
        coalesce(array_contains(l.columns, 'applied_on'), false) as lacks_applied,
        coalesce(array_contains(l.columns, 'registered_on'), false) as lacks_registered,
        case when r.authorised_on is not null and r.delivered_on is not null then greatest(r.authorised_on, r.delivered_on) end as began_on
    from assets r
    left join lacking l on l.rule_id = 'asset_registration' and l.batch_id = r.batch_id
)
select
    asset_id as subject_id,
    asset_name as subject_name,
    department_id,
    case when lacks_delivered then authorised_on
         else case when began_on is not null then greatest(began_on, date '2025-03-01') end end as arose_on,
    case when lacks_delivered then registered_on else coalesce(applied_on, registered_on) end as met_on,
    case when lacks_delivered then 'standard'
         when began_on <= date '2025-03-01' then 'transitional'
         else 'delivered' end as clock,
    case when lacks_registered and lacks_delivered then 'registered_on'
         when lacks_registered and lacks_applied then 'applied_on,registered_on' end as lacks,
    case when lacks_applied and not lacks_delivered then 'applied_on' end as lacks_unless_met,
    batch_id, sheet, row_no
from assets_seen
