package trigger

// In tests a Set of few rules lets as many be replaced as one of many thousands.
func init() { rulesPerReplaced = 1 }
