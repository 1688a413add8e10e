SELECT
  airport,
  state,
  count(*) AS strikes
FROM safety.strikes
GROUP BY airport, state
