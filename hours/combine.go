package hours

type combination uint8
