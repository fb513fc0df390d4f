package flow

import "github.com/rules-pyc/rules_pyc/compiler/target"

// passes are the implementations of the passes that targets list.
var passes = [...]func(*Graph) error{
	target.LabelExceptionTargets: (*Graph).labelExceptionTargets,
	target.InlineSmallBlocks:     (*Graph).inlineSmallBlocks,
	target.RemoveUnreachable:     (*Graph).removeUnreachable,
	target.ResolveLines:          (*Graph).resolveLines,
	target.OptimizeLoadConst:     (*Graph).optimizeLoadConst,
	target.OptimizeBlocks:        (*Graph).optimizeBlocks,
	target.RemoveNopsAndPairs:    (*Graph).removeNopsAndPairs,
	target.RemoveNopsAndJumps:    (*Graph).removeNopsAndJumps,
	target.RemoveUnusedConsts:    (*Graph).removeUnusedConsts,
	target.CheckUninitialized:    (*Graph).checkUninitialized,
	target.InsertSupers:          (*Graph).insertSupers,
	target.PushColdBlocks:        (*Graph).pushColdBlocks,
	target.StackDepth:            (*Graph).stackDepth,
	target.PrepareLocals:         (*Graph).prepareLocals,
	target.LowerPseudoOps:        (*Graph).lowerPseudoOps,
	target.NormalizeJumps:        (*Graph).normalizeJumps,
	target.LowerConditionalJumps: (*Graph).lowerConditionalJumps,
	target.BorrowLoads:           (*Graph).borrowLoads,
}
