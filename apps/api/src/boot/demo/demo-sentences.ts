/** What the models of the demo reply with, so that a chat shows what replies of real ones look like. */
export const demoSentences: readonly string[] = [
  'This is a simulated model, so it has no opinion: with a real Ollama you would read one here.\n\n',
  'A model that is already in memory answers **at once**, and one that is not has to be read from disk first. Keep it loaded if you ask often, and let it unload if you do not.\n\n',
  'The *context window* decides how much of the conversation a model can see, as `num_ctx` says. Every token of it costs a little memory, on top of the weights themselves.\n\n',
  'When the graphics card is full, some layers move to the processor, and the reply slows down. That is why a smaller quantisation is often the better choice.\n\n',
  '### What to look at first\n\n1. The memory: does all of it fit the graphics card?\n2. The speed, in tokens per second.\n3. The size on disk, last.\n\n',
  'Quantisation | Bits per weight | Good for\n--- | --- | ---\n`Q4_K_M` | 4.8 | most machines\n`Q8_0` | 8.5 | small models\n`F16` | 16 | comparing\n\n',
  'From a program it is one request:\n\n```typescript\nconst response = await fetch("/api/chat", {\n  method: "POST",\n  headers: { "content-type": "application/json" },\n  body: JSON.stringify({ model: "llama3.2:3b", prompt: "Hello" }),\n})\nfor await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {\n  console.log(piece)\n}\n```\n\n',
  '> A longer prompt takes longer to read, but it does not change the pace of the reply.\n\n',
  'In short:\n\n- smaller weights leave room for a longer context\n- a longer context leaves room for longer conversations\n- neither helps a model that does not fit\n\n',
]
