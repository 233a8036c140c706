declare module 'virtual:endpoint-table' {
  export const table: import('@ollama-dashboard/contracts').EndpointTable<
    import('@ollama-dashboard/contracts').ApiContract
  >
}

declare module 'virtual:setting-bounds' {
  export const settingBounds: typeof import('@ollama-dashboard/contracts').settingBounds
  export const textBounds: typeof import('@ollama-dashboard/contracts').textBounds
}
