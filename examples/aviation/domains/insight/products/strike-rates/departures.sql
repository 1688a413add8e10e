SELECT
  origin AS iata,
  count(*) AS departures
FROM operations.flights
WHERE departs_at >= timestamp '2001-01-01 00:00:00' AND departs_at < timestamp '2001-07-01 00:00:00'
GROUP BY origin
