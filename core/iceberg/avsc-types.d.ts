// The package's door brings streams and services along, which doubles a bundle; its types module is enough.
declare module 'avsc/lib/types.js' {
  import type { Type as AvroType, types as avroTypes } from 'avsc';

  const types: { readonly Type: typeof AvroType; readonly builtins: typeof avroTypes };
  export default types;
}
