SELECT
  n.iata,
  n.faa_name,
  d.departures,
  coalesce(s.strikes, 0) AS strikes,
  coalesce(s.damaging_strikes, 0) AS damaging_strikes,
  round(coalesce(s.strikes, 0) * cast(10000 AS double) / d.departures, 3) AS strikes_per_10000
FROM airports.airport_names n
JOIN departures d ON d.iata = n.iata
LEFT JOIN strikes_by_airport s ON s.faa_name = n.faa_name
