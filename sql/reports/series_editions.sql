-- Question: Which editions of each series of meetings are known, and when and where were they?
-- Question (vi): Mỗi chuỗi hội nghị có những kỳ nào, khi nào, ở đâu?
-- Parameter since (date, default null): only meetings on or after this day
-- Parameter until (date, default null): only meetings on or before this day
-- One row per series and edition, the latest edition first.
select
    meeting.series,
    meeting.ordinal,
    meeting.starts,
    meeting.ends,
    meeting.status,
    meeting.place,
    meeting.country,
    meeting.articles,
    meeting.name,
    meeting.meeting_id
from core.fct_meeting as meeting
where
    meeting.series is not null
    and meeting.articles > 0
    and ($since is null or meeting.end_date >= $since)
    and ($until is null or meeting.start_date <= $until)
order by meeting.series asc, meeting.ordinal desc, meeting.meeting_id asc;
