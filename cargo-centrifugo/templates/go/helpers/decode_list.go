func decodeList[T any](
	decode func(json.RawMessage) (T, error),
) func(json.RawMessage) ([]T, error) {
	return func(data json.RawMessage) ([]T, error) {
		var raw []json.RawMessage
		if err := json.Unmarshal(data, &raw); err != nil {
			return nil, err
		}
		values := make([]T, len(raw))
		for i, item := range raw {
			value, err := decode(item)
			if err != nil {
				return nil, fmt.Errorf("[%d]: %w", i, err)
			}
			values[i] = value
		}
		return values, nil
	}
}
