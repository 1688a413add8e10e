// The package's door brings streams and services along, which doubles a bundle; its types module is enough.
declare module 'avsc/lib/types.js' {
  const types: { readonly Type: typeof import('avsc').Type; readonly builtins: typeof import('avsc').types };
  export default types;
}
