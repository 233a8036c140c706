declare module 'virtual:endpoint-table' {
  export const table: import('@ollama-dashboard/contracts').EndpointTable<
    import('@ollama-dashboard/contracts').ApiContract
  >
}
