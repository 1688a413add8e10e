SELECT
  origin AS iata,
  count(DISTINCT destination) AS destinations,
  cast(sum(departures) AS bigint) AS departures,
  cast(sum(timed_departures) AS bigint) AS timed_departures,
  cast(sum(late_departures) AS bigint) AS late_departures
FROM operations.punctuality
GROUP BY origin
