// Answers with the event that it was called with.
exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) })
