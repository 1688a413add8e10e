SELECT
  origin,
  destination,
  cast(departs_at AS date) AS flight_date,
  count(*) AS departures,
  count(delay_minutes) AS timed_departures,
  count(*) FILTER (WHERE delay_minutes > 15) AS late_departures,
  avg(delay_minutes) AS average_delay_minutes
FROM operations.flights
GROUP BY origin, destination, cast(departs_at AS date)
