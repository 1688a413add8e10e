import type {
  GetParameterCommandInput,
  GetParameterCommandOutput,
  GetParametersByPathCommandInput,
  GetParametersByPathCommandOutput,
  GetParametersCommandInput,
  GetParametersCommandOutput,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { pageAfter } from '../../../cloud/page.ts';
import { findParameter, nameOf, onParameter, renderParameter } from '../parameter.ts';
import { parameters } from '../store.ts';

const PAGE_MAX = 10;

export const getParameter = defineOperation<GetParameterCommandInput, GetParameterCommandOutput>({
  service: 'ssm',
  name: 'GetParameter',
  authorize: ({ Name }, context) => [onParameter('GetParameter', Name, context)],
  handle: ({ Name }, context) => ({ Parameter: renderParameter(context, findParameter(context, Name)) }),
});

export const getParameters = defineOperation<GetParametersCommandInput, GetParametersCommandOutput>({
  service: 'ssm',
  name: 'GetParameters',
  authorize: ({ Names = [] }, context) => Names.map((name) => onParameter('GetParameters', name, context)),
  handle: ({ Names = [] }, context) => {
    if (Names.length === 0 || Names.length > PAGE_MAX) {
      throw new AwsError('ValidationException', `between 1 and ${PAGE_MAX} names are given at once`);
    }
    const isThere = (name: string): boolean =>
      parameters(context.cloud).get(context, nameOf(name).replace(/:.*$/, '')) !== undefined;
    return {
      Parameters: Names.filter(isThere).map((name) => renderParameter(context, findParameter(context, name))),
      InvalidParameters: Names.filter((name) => !isThere(name)),
    };
  },
});

export const getParametersByPath = defineOperation<
  GetParametersByPathCommandInput,
  GetParametersByPathCommandOutput
>({
  service: 'ssm',
  name: 'GetParametersByPath',
  authorize: ({ Path }, context) => [onParameter('GetParametersByPath', Path, context)],
  handle: ({ Path = '', Recursive, ParameterFilters, MaxResults = PAGE_MAX, NextToken }, context) => {
    if (ParameterFilters && ParameterFilters.length > 0) {
      throw new AwsError('InvalidFilterKey', 'the sandbox lists parameters by path, without filters');
    }
    if (!Path.startsWith('/')) throw new AwsError('ValidationException', 'a path begins with a slash');
    const prefix = Path.endsWith('/') ? Path : `${Path}/`;
    const found = parameters(context.cloud)
      .list(context, prefix)
      .filter(([name]) => Recursive || !name.slice(prefix.length).includes('/'));
    const { items, next } = pageAfter(found, { token: NextToken, size: Math.min(MaxResults, PAGE_MAX) });
    return {
      Parameters: items.map((record) => renderParameter(context, record)),
      ...(next !== undefined && { NextToken: next }),
    };
  },
});
