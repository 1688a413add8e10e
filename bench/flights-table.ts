/** The three million flight reports as a table of a lake, and a filter on it: six origins, without one column. */
const FLIGHTS = new URL('../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url).pathname;
export const TABLE = 'flights';
export const ROW_FILTER = `origin IN ('DFW', 'IAH', 'AUS', 'SAT', 'HOU', 'DAL')`;
export const COLUMNS = {
  flown_at: 'timestamp',
  delay: 'int',
  distance: 'int',
  origin: 'string',
  destination: 'string',
};
export const VISIBLE = Object.keys(COLUMNS).filter((name) => name !== 'distance');
export const SELECT = `SELECT date::TIMESTAMP AS flown_at, delay::INTEGER AS delay, distance::INTEGER AS distance, origin, destination
  FROM read_parquet('${FLIGHTS}')`;
