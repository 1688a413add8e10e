import type { Cloud } from './cloud.ts';

/** What a service keeps in memory for a cloud: made on first use, gone with the cloud. */
export function perCloud<Value>(make: (cloud: Cloud) => Value): (cloud: Cloud) => Value {
  const values = new WeakMap<Cloud, { readonly value: Value }>();
  return (cloud) => {
    const found = values.get(cloud) ?? { value: make(cloud) };
    values.set(cloud, found);
    return found.value;
  };
}
