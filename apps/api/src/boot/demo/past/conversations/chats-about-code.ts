import type { DemoChat } from './conversations-past.ts'

const retryHelper = `Three retries after at most 1, 2 and 4 seconds. The signal reaches both the call and the wait, so an abort ends it at once:

\`\`\`typescript
export async function retry<T>(run: (signal: AbortSignal) => Promise<T>, signal: AbortSignal) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await run(signal)
    } catch (error) {
      if (attempt === 3 || !isTransient(error)) throw error
      // full jitter: anywhere between nothing and the whole step
      await sleep(Math.random() * 1000 * 2 ** attempt, { signal })
    }
  }
}
\`\`\`

Pass only work that may be repeated: a \`POST\` that has begun should not come back twice.`

const twoLogs = `They differ in one thing: since 14:02 every slow request goes to the second upstream.

| | before 14:02 | after 14:02 |
| --- | --- | --- |
| requests per minute | 412 | 405 |
| median \`request_time\` | 0.041 s | 0.038 s |
| 99th percentile | 0.310 s | **4.870 s** |
| status 502 | 0 | 17 |

All 17 of the \`502\` come from \`10.0.3.12:8080\`, and each took just over 5 s, which is your \`proxy_connect_timeout\`. So that host accepts connections too slowly, or not at all.

Next I would look at \`ss -ltn\` there: a full accept queue looks exactly like this.`

const weeklyUsers = `Count each user once per week. With PostgreSQL:

\`\`\`sql
SELECT
  date_trunc('week', occurred_at)::date AS week,
  count(DISTINCT user_id) AS active_users
FROM events
WHERE occurred_at >= date_trunc('week', now()) - interval '12 weeks'
GROUP BY week
ORDER BY week;
\`\`\`

An index on \`(occurred_at, user_id)\` lets it read the index alone. Weeks without any event are missing from the result.`

const weeksWithNone = `Make the weeks first, then join what there is:

\`\`\`sql
SELECT week::date, count(DISTINCT e.user_id) AS active_users
FROM generate_series(
  date_trunc('week', now()) - interval '12 weeks',
  date_trunc('week', now()),
  interval '1 week'
) AS week
LEFT JOIN events e
  ON e.occurred_at >= week AND e.occurred_at < week + interval '1 week'
GROUP BY week
ORDER BY week;
\`\`\`

\`count\` of a column ignores nulls, so an empty week counts 0 and not 1.`

const killedRunner = `Three things end a service like that, and each leaves a different trace:

1. **The kernel ran out of memory.** \`journalctl -k | grep -i "out of memory"\` names the process.
2. **The unit has a limit.** \`systemctl show ollama -p MemoryMax\` says more than \`infinity\`.
3. **systemd-oomd stepped in.** It acts on pressure before memory is gone: \`journalctl -u systemd-oomd\`.

Your log has \`status=9/KILL\` and no line of the kernel, so I would check the third one first. To exempt the unit:

\`\`\`ini
[Service]
ManagedOOMPreference=avoid
\`\`\`

Then \`systemctl daemon-reload && systemctl restart ollama\`.`

const cacheQuantisation = `Each token in the context keeps a key and a value per layer. Quantising that cache stores them with fewer bits.

| Type | Bits per value | Cache of 16,384 tokens | Effect on replies |
| --- | --- | --- | --- |
| \`f16\` | 16 | 2.5 GiB | none |
| \`q8_0\` | 8.5 | 1.3 GiB | hardly measurable |
| \`q4_0\` | 4.5 | 0.7 GiB | visible in long contexts |

- It needs flash attention, which recent versions enable by themselves.
- The weights are not affected: this is about the *cache* only.
- **Keys suffer more than values**, so long documents are the first to show it.

Set \`OLLAMA_KV_CACHE_TYPE=q8_0\` and restart the server. It holds for all models.`

/** What somebody asked at work. */
export const chatsAboutCode: readonly DemoChat[] = [
  {
    id: 'demo-retry-helper',
    title: 'Retry helper with full jitter',
    model: 'qwen3:14b',
    sitting: 0,
    atItsEnd: true,
    exchanges: [
      {
        question: 'Write a small retry helper in TypeScript with full jitter. It must stop when the caller goes away.',
        thought:
          'An AbortSignal covers "the caller goes away". The wait has to listen to it too, otherwise an abort takes up to four seconds. Full jitter: a random share of the whole step, not the step plus a bit. Errors that will not go away should not be retried at all, so it needs a predicate.',
        reply: retryHelper,
      },
      {
        question: 'Here is the log of last night. Which of these errors would it have retried?',
        thought: 'The beginning of the log is missing. I can only count what I see, and should say so.',
        reply:
          'Of the part that I can see, 14 of 19 errors are transient: eleven `ECONNRESET`, two `503` and one `socket hang up`. The five `404` would fail at once.',
        uncutTokens: 21_870,
      },
    ],
  },
  {
    id: 'demo-nginx-logs',
    title: 'Compare two nginx logs',
    model: 'qwen3:14b',
    sitting: 0,
    exchanges: [
      {
        question: 'I attach two hours of nginx logs, before and after the deployment. What is different?',
        thought:
          'Same traffic, same median. Only the tail differs, so it is not the application as a whole. Group by upstream: one address has all of the slow ones.',
        reply: twoLogs,
      },
    ],
  },
  {
    id: 'demo-weekly-users',
    title: 'SQL for weekly active users',
    model: 'qwen2.5-coder:14b',
    sitting: 0,
    exchanges: [
      { question: 'SQL for weekly active users of the last 12 weeks, from a table of events?', reply: weeklyUsers },
      { question: 'Some weeks are missing. I want to see a zero there.', reply: weeksWithNone },
    ],
  },
  {
    id: 'demo-killed-runner',
    title: 'Why does systemd kill my runner',
    model: 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M',
    sitting: 0,
    exchanges: [
      {
        question: 'Why does systemd kill my runner after a while? The unit log says status=9/KILL.',
        reply: killedRunner,
      },
    ],
  },
  {
    id: 'demo-cache-quantisation',
    title: 'Explain KV cache quantisation',
    model: 'gpt-oss:20b',
    sitting: 2,
    exchanges: [
      {
        question: 'Explain KV cache quantisation in Ollama. What do I gain, and what do I lose?',
        thought:
          'They want the trade-off. Give bytes for a model of 14B with 40 layers and 8 key/value heads, then what is lost. Mention that it is a setting of the server and not of a model.',
        reply: cacheQuantisation,
      },
    ],
  },
]
