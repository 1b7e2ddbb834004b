-- Question: Which officials met, how often and with whom?
-- Question (vi): Quan chức nào đã gặp gỡ, bao nhiêu lần, với ai?
-- Parameter partner (varchar, default null): only meetings that this partner (its id) took part in
-- Parameter since (date, default null): only meetings on or after this day
-- Parameter until (date, default null): only meetings on or before this day
-- One row per name as printed, the most frequent first; two people of one name are not told apart.
with participants as (
    select
        bridge.meeting_id,
        list(distinct bridge.partner_id order by bridge.partner_id) as partners
    from core.bridge_meeting_partner as bridge
    group by bridge.meeting_id
)

select
    person.person_name,
    count(*) as meetings,
    list_sort(list_distinct(flatten(list(participants.partners)))) as met_with_partners,
    min(meeting.start_date) as first_on,
    max(meeting.start_date) as last_on
from core.bridge_meeting_person as person
inner join core.fct_meeting as meeting on person.meeting_id = meeting.meeting_id
left join participants on person.meeting_id = participants.meeting_id
where
    meeting.articles > 0
    and ($since is null or meeting.end_date >= $since)
    and ($until is null or meeting.start_date <= $until)
    and ($partner is null or list_contains(participants.partners, $partner))
group by person.person_name
order by meetings desc, person.person_name asc;
