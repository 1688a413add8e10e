SELECT
  state,
  count(*) AS strikes
FROM safety.strikes
WHERE damage <> 'None'
GROUP BY state
