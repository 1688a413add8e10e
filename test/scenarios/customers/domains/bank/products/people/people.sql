SELECT cast(id AS bigint) AS id, nullif(email, '') AS email
FROM raw_people
