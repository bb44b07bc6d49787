func decodeMap[K comparable, T any](
	decode func(json.RawMessage) (T, error),
) func(json.RawMessage) (map[K]T, error) {
	return func(data json.RawMessage) (map[K]T, error) {
		var raw map[K]json.RawMessage
		if err := json.Unmarshal(data, &raw); err != nil {
			return nil, err
		}
		values := make(map[K]T, len(raw))
		for key, item := range raw {
			value, err := decode(item)
			if err != nil {
				return nil, fmt.Errorf("[%v]: %w", key, err)
			}
			values[key] = value
		}
		return values, nil
	}
}
