// A fake of a model elsewhere that knows tool calls, since none that can plan an edit can be had here: it makes the calls that a test gives it.
import { createServer } from 'node:http';
import { text as bodyOf } from 'node:stream/consumers';

/**
 * Starts one on this machine.
 * @param {[string, object][]} calls tools and their arguments, one after the other; then it is done.
 * @returns {Promise<{ backend: { kind: string, model: string, url: string }, told: string[], close: () => Promise<void> }>} `told` is what the tools answered.
 */
export async function modelThatCalls(...calls) {
  const told = [];
  const server = createServer((request, response) => bodyOf(request).then(body => {
    const answers = JSON.parse(body || '{}').messages?.filter(({ role }) => role === 'tool') ?? [];
    told.splice(0, told.length, ...answers.map(({ content }) => content));
    const call = calls[answers.length];
    const choice = call
      ? { delta: { tool_calls: [{ index: 0, id: call[0], function: { name: call[0], arguments: JSON.stringify(call[1]) } }] }, finish_reason: 'tool_calls' }
      : { delta: { content: 'Done.' }, finish_reason: 'stop' };
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`data: ${JSON.stringify({ choices: [choice] })}\n\n`);
  }));
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    told,
    backend: { kind: 'openai', model: 'fake', url: `http://127.0.0.1:${server.address().port}` },
    close: () => new Promise(resolve => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
