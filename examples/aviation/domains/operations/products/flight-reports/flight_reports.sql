SELECT
  "date" AS departs_at,
  origin,
  destination,
  distance AS distance_miles,
  delay AS delay_minutes
FROM raw_flights
