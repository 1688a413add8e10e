SELECT
  cast(order_id AS bigint) AS order_id,
  cast(placed_on AS date) AS placed_on,
  cast(amount AS decimal(10, 2)) AS amount
FROM raw_orders
