SELECT
  airport_name AS faa_name,
  count(*) AS strikes,
  count(*) FILTER (WHERE damage <> 'None') AS damaging_strikes
FROM safety.strikes
WHERE strike_date BETWEEN date '2001-01-01' AND date '2001-06-30'
GROUP BY airport_name
