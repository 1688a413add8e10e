import { CfnTable } from 'aws-cdk-lib/aws-glue';
import type { Construct } from 'constructs';
import { glueDatabase, sourceTable } from '../../../core/naming/names.ts';
import type { Product, Source } from '../../../core/spec/mesh.ts';
import type { DomainScope } from '../../domain-scope.ts';

export type LandingTableProps = {
  readonly domain: DomainScope;
  readonly product: Product;
  readonly source: Source;
};

/** A native Glue table over the files of one source, as they arrive. */
export class LandingTable extends CfnTable {
  constructor(scope: Construct, id: string, props: LandingTableProps) {
    const { domain, product, source } = props;
    const name = sourceTable(product.name, product.major, source.name);
    super(scope, id, {
      catalogId: domain.account,
      databaseName: glueDatabase(product.domain, 'landing'),
      name,
      tableInput: {
        name,
        description: `Files that land below ${source.prefix} for ${product.id}`,
        tableType: 'EXTERNAL_TABLE',
        parameters: { EXTERNAL: 'TRUE', ...FORMATS[source.format].parameters },
        storageDescriptor: {
          columns: source.columns.map(({ name: column, type }) => ({
            name: column,
            type: source.format === 'csv' ? 'string' : type,
          })),
          location: `s3://${domain.bucket('landing')}/${source.prefix}`,
          ...FORMATS[source.format].storage,
        },
      },
    });
  }
}

const HIVE = 'org.apache.hadoop.hive';

/** @see https://docs.aws.amazon.com/athena/latest/ug/supported-serdes.html */
const FORMATS = {
  parquet: {
    parameters: { classification: 'parquet' },
    storage: {
      inputFormat: `${HIVE}.ql.io.parquet.MapredParquetInputFormat`,
      outputFormat: `${HIVE}.ql.io.parquet.MapredParquetOutputFormat`,
      serdeInfo: { serializationLibrary: `${HIVE}.ql.io.parquet.serde.ParquetHiveSerDe` },
    },
  },
  csv: {
    parameters: { classification: 'csv', 'skip.header.line.count': '1' },
    storage: {
      inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      outputFormat: `${HIVE}.ql.io.HiveIgnoreKeyTextOutputFormat`,
      serdeInfo: {
        serializationLibrary: `${HIVE}.serde2.OpenCSVSerde`,
        parameters: { separatorChar: ',', quoteChar: '"', escapeChar: '\\' },
      },
    },
  },
  json: {
    parameters: { classification: 'json' },
    storage: {
      inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      outputFormat: `${HIVE}.ql.io.HiveIgnoreKeyTextOutputFormat`,
      serdeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
    },
  },
} as const satisfies Record<Source['format'], unknown>;

/** A table over lines of JSON. */
export const JSON_FORMAT = FORMATS.json;
