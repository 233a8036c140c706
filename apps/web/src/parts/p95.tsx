/** What 95 of 100 requests stay below, in the word of the field. */
export const P95 = () => (
  <abbr title="95 % of requests are below this" className="no-underline">
    p95
  </abbr>
)
