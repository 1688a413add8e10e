/** Tables, columns, sources and steps: they are written in SQL without quotes. */
export const SQL_NAME = /^[a-z][a-z0-9_]*$/;
