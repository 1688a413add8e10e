SELECT
  row_number() OVER (
    ORDER BY flight_date, airport_name, aircraft_model, operator, phase, wildlife_size, species, time_of_day,
      damage, speed_knots, cost_repair, cost_other
  ) AS strike_id,
  cast(flight_date AS date) AS strike_date,
  airport_name,
  origin_state,
  aircraft_model,
  operator,
  phase,
  wildlife_size,
  species,
  time_of_day,
  -- B and C are codes that no public key explains.
  CASE WHEN damage IN ('B', 'C') THEN 'Undetermined' ELSE damage END AS damage,
  cast(nullif(speed_knots, '') AS integer) AS speed_knots,
  cast(cost_repair AS bigint) AS cost_repair,
  cast(cost_other AS bigint) AS cost_other,
  cast(cost_total AS bigint) AS cost_total
FROM raw_strikes
