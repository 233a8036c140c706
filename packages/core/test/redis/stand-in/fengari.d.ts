/** The part of Fengari that is used here. Its strings are bytes. */
declare module 'fengari' {
  export interface State {
    readonly _: unique symbol
  }

  interface Fengari {
    readonly lua: Readonly<Record<string, (state: State, ...args: unknown[]) => never>> & {
      readonly LUA_TNUMBER: number
      readonly LUA_TSTRING: number
      readonly LUA_TBOOLEAN: number
      readonly LUA_TTABLE: number
    }
    readonly lauxlib: Readonly<Record<string, (state: State, ...args: unknown[]) => never>> & { luaL_newstate(): State }
    readonly lualib: { luaL_openlibs(state: State): void }
  }

  const fengari: Fengari
  export default fengari
}
