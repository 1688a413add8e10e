SELECT
  cast(strike_id AS bigint) AS strike_id,
  cast(strike_date AS date) AS strike_date,
  airport,
  state,
  operator,
  damage,
  cast(cost AS bigint) AS cost
FROM raw_strikes
