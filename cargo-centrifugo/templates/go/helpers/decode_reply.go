func decodeReply[T any](
	method string,
	data json.RawMessage,
	decode func(json.RawMessage) (T, error),
) (T, error) {
	value, err := decode(data)
	if err != nil {
		return value, fmt.Errorf("%s: reply: %w", method, err)
	}
	return value, nil
}
