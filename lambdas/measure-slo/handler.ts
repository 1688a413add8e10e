import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';

import { MeshError } from '../../core/errors/mesh-error.ts';
import { METRIC_NAMESPACE } from '../../core/naming/names.ts';
import { registryKey } from '../../core/pipeline/run-id.ts';
import { CLIENT_CONFIG, lazily } from '../runtime/clients.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { ProductRegistry } from '../runtime/registry.ts';
import { FunctionEnvironment } from '../runtime/run-schemas.ts';
import {
  type DeployedProduct,
  deployedProduct,
  type MetricDatum,
  measureProducts,
} from './measure-products.ts';

const cloudwatch = lazily(() => new CloudWatchClient(CLIENT_CONFIG));
const dynamodb = lazily(() => new DynamoDBClient(CLIENT_CONFIG));
const ssm = lazily(() => new SSMClient(CLIENT_CONFIG));

/** Publishes freshness, completeness, validity and the age of the last publication of a domain's products. */
export const handler = defineHandler({
  input: z.object({}),
  env: FunctionEnvironment.extend({ REGISTRY_TABLE: z.string() }),
  run: async (_input, { env, logger, clock }) => {
    const now = clock();
    const products = await listProducts(`/${env.MESH}/${env.ENVIRONMENT}/${env.DOMAIN}/`);
    const metrics = await measureProducts(products, {
      mesh: env.MESH,
      environment: env.ENVIRONMENT,
      domain: env.DOMAIN,
      now,
      headOf: (product) => new ProductRegistry(dynamodb(), env.REGISTRY_TABLE, registryKey(product)).head(),
    });
    await publish(metrics, now);
    logger.info('measured', { products: products.length, metrics: metrics.length });
    return { products: products.length, metrics: metrics.length };
  },
});

/** A page holds ten parameters. */
const PARAMETER_PAGES_MAX = 200;

async function listProducts(path: string): Promise<readonly DeployedProduct[]> {
  const found: DeployedProduct[] = [];
  let token: string | undefined;
  for (let page = 0; page < PARAMETER_PAGES_MAX; page++) {
    const { Parameters = [], NextToken } = await ssm().send(
      new GetParametersByPathCommand({
        Path: path,
        Recursive: true,
        ...(token !== undefined && { NextToken: token }),
      }),
    );
    found.push(...Parameters.flatMap(({ Name = '' }) => deployedProduct(Name) ?? []));
    if (NextToken === undefined) return found;
    token = NextToken;
  }
  throw new MeshError(`there are more than ${PARAMETER_PAGES_MAX * 10} parameters below ${path}`, {
    code: 'TooManyParameters',
    hint: 'split the domain',
  });
}

/** CloudWatch takes a thousand at a time. */
const METRICS_PER_CALL_MAX = 1_000;

async function publish(metrics: readonly MetricDatum[], now: Date): Promise<void> {
  for (let start = 0; start < metrics.length; start += METRICS_PER_CALL_MAX) {
    const batch = metrics.slice(start, start + METRICS_PER_CALL_MAX);
    await cloudwatch().send(
      new PutMetricDataCommand({
        Namespace: METRIC_NAMESPACE,
        MetricData: batch.map(({ name, value, dimensions }) => ({
          MetricName: name,
          Value: value,
          Timestamp: now,
          Unit: 'None',
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        })),
      }),
    );
  }
}
