SELECT cast(order_id AS bigint) AS order_id, email, cast(amount AS bigint) AS amount
FROM raw_orders
