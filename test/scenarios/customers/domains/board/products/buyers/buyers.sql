SELECT p.id, cast(sum(o.amount) AS bigint) AS turnover
FROM shop.people AS p
JOIN shop.orders AS o ON o.email_token = p.email_token
GROUP BY p.id
