package codegen

// The arguments of CALL_INTRINSIC_1 (CPython: Include/internal/pycore_intrinsics.h).
const (
	intrinsicImportStar         = 2
	intrinsicStopIterationError = 3
	intrinsicAsyncGenWrap       = 4
	intrinsicUnaryPositive      = 5
	intrinsicListToTuple        = 6
	intrinsicTypeVar            = 7
	intrinsicParamSpec          = 8
	intrinsicTypeVarTuple       = 9
	intrinsicSubscriptGeneric   = 10
	intrinsicTypeAlias          = 11
)

// The arguments of CALL_INTRINSIC_2.
const (
	intrinsicPrepReraiseStar        = 1
	intrinsicTypeVarWithBound       = 2
	intrinsicTypeVarWithConstraints = 3
	intrinsicSetFunctionTypeParams  = 4
	intrinsicSetTypeParamDefault    = 5
)
