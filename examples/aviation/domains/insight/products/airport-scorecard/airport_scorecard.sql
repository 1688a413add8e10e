SELECT
  a.iata,
  a.name,
  a.state,
  o.destinations,
  o.departures,
  round(1 - cast(o.late_departures AS double) / o.timed_departures, 4) AS on_time_share,
  r.strikes_per_10000
FROM by_origin o
JOIN airports.airports a ON a.iata = o.iata
LEFT JOIN insight.strike_rates r ON r.iata = o.iata
