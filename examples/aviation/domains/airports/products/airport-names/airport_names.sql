SELECT
  n.faa_name,
  n.iata,
  a.iata IS NOT NULL AS in_register
FROM raw_airport_names n
LEFT JOIN airports.airports a ON a.iata = n.iata
