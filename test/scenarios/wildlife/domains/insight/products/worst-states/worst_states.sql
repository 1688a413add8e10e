SELECT
  c.state,
  cast(sum(c.strikes) AS bigint) AS strikes,
  coalesce(max(d.strikes), 0) AS damaging_strikes
FROM insight.strike_counts c
LEFT JOIN damaging d ON d.state = c.state
GROUP BY c.state
