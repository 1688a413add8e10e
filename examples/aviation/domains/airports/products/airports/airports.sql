SELECT
  iata,
  name,
  nullif(city, 'NA') AS city,
  nullif(state, 'NA') AS state,
  country,
  cast(latitude AS double) AS latitude,
  cast(longitude AS double) AS longitude
FROM raw_airports
