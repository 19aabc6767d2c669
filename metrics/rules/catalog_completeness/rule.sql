with checked as (
    select
        *,
        nullif(concat_ws('、',
            case when catalog_name is null then '信息资源名称' end,
            case when data_items is null then '信息项' end,
            case when department is null then '信息资源提供方' end,
            case when data_format is null then '信息资源格式' end,
            case when update_cycle is null then '更新周期' end,
            case when share_class is null then '共享类型' end,
            case when share_mode is null then '共享方式' end,
            case when grade is null then '数据分类分级' end,
            case when share_class = '有条件共享' and use_conditions is null then '使用条件' end,
            case when share_class = '不予共享' and no_share_basis is null then '不予共享依据' end
        ), '') as missing
    from catalogs
    where status = '已发布'
)
select
    catalog_id as subject_id,
    catalog_name as subject_name,
    department_id,
    system_id,
    published_on as arose_on,
    case when missing is null then published_on end as met_on,
    missing is null and (share_class = '未知' or update_cycle = '未知') as is_unknown,
    case when missing is not null then 'elements_missing'
         when share_class = '未知' or update_cycle = '未知' then 'value_unreadable' end as reason,
    missing as detail,
    batch_id, sheet, row_no
from checked
