with elements as (
    select
        c.*,
        l.columns as lacking,
        c.share_class = '有条件共享' as states_conditions,
        c.share_class = '不予共享' as states_basis
    from catalogs c
    left join lacking l on l.rule_id = 'catalog_completeness' and l.batch_id = c.batch_id
    where c.status = '已发布'
),

-- An element is missed where its column is there and its cell empty; where the column is not there, nobody can tell.
checked as (
    select
        *,
        nullif(concat_ws('、',
            case when catalog_name is null then '信息资源名称' end,
            case when data_items is null and array_contains(lacking, 'data_items') is not true then '信息项' end,
            case when department is null then '信息资源提供方' end,
            case when data_format is null and array_contains(lacking, 'data_format') is not true then '信息资源格式' end,
            case when update_cycle is null and array_contains(lacking, 'update_cycle') is not true then '更新周期' end,
            case when share_class is null and array_contains(lacking, 'share_class') is not true then '共享类型' end,
            case when share_mode is null and array_contains(lacking, 'share_mode') is not true then '共享方式' end,
            case when grade is null and array_contains(lacking, 'grade') is not true then '数据分类分级' end,
            case when states_conditions and use_conditions is null and array_contains(lacking, 'use_conditions') is not true then '使用条件' end,
            case when states_basis and no_share_basis is null and array_contains(lacking, 'no_share_basis') is not true then '不予共享依据' end
        ), '') as missing,
        nullif(concat_ws(',',
            case when array_contains(lacking, 'data_items') then 'data_items' end,
            case when array_contains(lacking, 'data_format') then 'data_format' end,
            case when array_contains(lacking, 'update_cycle') then 'update_cycle' end,
            case when array_contains(lacking, 'share_class') then 'share_class' end,
            case when array_contains(lacking, 'share_mode') then 'share_mode' end,
            case when array_contains(lacking, 'grade') then 'grade' end,
            case when array_contains(lacking, 'use_conditions') and states_conditions then 'use_conditions' end,
            case when array_contains(lacking, 'no_share_basis') and states_basis then 'no_share_basis' end
        ), '') as unseen
    from elements
)
select
    catalog_id as subject_id,
    catalog_name as subject_name,
    department_id,
    system_id,
    published_on as arose_on,
    case when missing is null and unseen is null then published_on end as met_on,
    case when missing is null then unseen end as lacks,
    concat_ws(',',
        case when data_items is null then 'data_items' end,
        case when data_format is null then 'data_format' end,
        case when update_cycle is null then 'update_cycle' end,
        case when share_class is null then 'share_class' end,
        case when share_mode is null then 'share_mode' end,
        case when grade is null then 'grade' end,
        case when states_conditions and use_conditions is null then 'use_conditions' end,
        case when states_basis and no_share_basis is null then 'no_share_basis' end
    ) as fails_by,
    missing is null and (share_class = '未知' or update_cycle = '未知') as is_unknown,
    case when missing is not null then 'elements_missing'
         when share_class = '未知' or update_cycle = '未知' then 'value_unreadable' end as reason,
    missing as detail,
    batch_id, sheet, row_no
from checked
