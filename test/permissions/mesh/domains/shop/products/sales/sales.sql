SELECT c.sale_id, c.crop, c.kilos, h.kilos AS harvested, c.clerk
FROM cleaned c
JOIN forest.harvest h ON h.crop = c.crop
