-- A report that repeats another in every column is one flight.
-- More than 2 hours early or 24 hours late is a mistake of the report, not a delay.
SELECT DISTINCT
  departs_at,
  origin,
  destination,
  delay_minutes AS reported_delay_minutes,
  CASE WHEN delay_minutes BETWEEN -120 AND 1440 THEN delay_minutes END AS delay_minutes,
  distance_miles
FROM operations.flight_reports
