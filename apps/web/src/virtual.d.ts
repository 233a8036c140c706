declare module 'virtual:endpoint-table' {
  export const table: import('@ollama-dashboard/contracts').EndpointTable<
    import('@ollama-dashboard/contracts').ApiContract
  >
}

declare module 'virtual:setting-bounds' {
  export const settingBounds: typeof import('@ollama-dashboard/contracts').settingBounds
  export const textBounds: typeof import('@ollama-dashboard/contracts').textBounds
}

declare module 'virtual:problem-titles' {
  /** What each error code means, in a few words. */
  export const titles: Readonly<Record<import('@ollama-dashboard/contracts').ErrorCode, string>>
}

declare module 'virtual:offline-files' {
  /** All that the page is made of, by addresses relative to the service worker; `revision` is null where the name has it. */
  export const files: readonly { readonly url: string; readonly revision: string | null }[]
  /** The first parts of addresses that are no pages. */
  export const machineRoots: readonly string[]
}
