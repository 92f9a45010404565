// Sends the requests of requests.json to serverless-offline and prints, a line each, the request and
// the event that the function got: node record.js PORT
const fs = require('fs')
const net = require('net')
const path = require('path')

const port = Number(process.argv[2])

// As raw text, so that no client adds or reorders headers.
function ask(request) {
  return new Promise((resolve, reject) => {
    const body = Buffer.from(request.body || '', 'base64')
    const lines = [`${request.method} ${request.target} HTTP/1.1`]
    for (const [name, value] of request.headers) lines.push(`${name}: ${value}`)
    if (body.length) lines.push(`Content-Length: ${body.length}`)
    lines.push('Connection: close', '', '')
    const socket = net.connect(port, '127.0.0.1')
    const chunks = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('end', () => resolve(Buffer.concat(chunks).toString()))
    socket.write(Buffer.concat([Buffer.from(lines.join('\r\n')), body]))
  })
}

function bodyOf(answer) {
  const end = answer.indexOf('\r\n\r\n')
  const body = answer.slice(end + 4)
  if (!answer.startsWith('HTTP/1.1 200')) throw new Error(answer)
  return JSON.parse(body)
}

async function main() {
  const requests = JSON.parse(fs.readFileSync(path.join(__dirname, 'requests.json')))
  for (const request of requests) {
    for (const [version, folder] of [['1.0', '/v1'], ['2.0', '/v2']]) {
      const prefixed = { ...request, target: folder + request.target }
      const event = bodyOf(await ask(prefixed))
      console.log(JSON.stringify({ payload: version, request: prefixed, event }))
    }
  }
}

main().catch((error) => { console.error(error); process.exit(1) })
