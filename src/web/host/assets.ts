/** What the host's pages load beside themselves: where they lie, which changes when they do. */
export type HostAssets = { readonly script: string; readonly style: string };
