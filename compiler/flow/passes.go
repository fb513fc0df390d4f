package flow

import "github.com/rules-pyc/rules_pyc/compiler/target"

// passes are the implementations of the passes that targets list.
var passes = [...]func(*Graph) error{
	target.LabelExceptionTargets: (*Graph).labelExceptionTargets,
	target.InlineSmallBlocks:     (*Graph).inlineSmallBlocks,
	target.InlineSmallExits:      (*Graph).inlineSmallExits,
	target.RemoveUnreachable:     (*Graph).removeUnreachable,
	target.RemoveEmpty:           (*Graph).removeEmpty,
	target.ResolveLines:          (*Graph).resolveLines,
	target.GuaranteeLines:        (*Graph).guaranteeLines,
	target.OptimizeLoadConst:     (*Graph).optimizeLoadConst,
	target.OptimizeBlocks:        (*Graph).optimizeBlocks,
	target.OptimizeTogether:      (*Graph).optimizeTogether,
	target.RemoveNops:            (*Graph).removeNopsOnce,
	target.RemoveJumps:           (*Graph).removeJumpsOnce,
	target.RemoveNopsAndPairs:    (*Graph).removeNopsAndPairs,
	target.RemoveNopsAndJumps:    (*Graph).removeNopsAndJumps,
	target.RemoveUnusedConsts:    (*Graph).removeUnusedConsts,
	target.TrimConsts:            (*Graph).trimConsts,
	target.CheckUninitialized:    (*Graph).checkUninitialized,
	target.InsertSupers:          (*Graph).insertSupers,
	target.PushColdBlocks:        (*Graph).pushColdBlocks,
	target.StackDepth:            (*Graph).stackDepth,
	target.PrepareLocals:         (*Graph).prepareLocals,
	target.LowerPseudoOps:        (*Graph).lowerPseudoOps,
	target.LowerConditionalJumps: (*Graph).lowerConditionalJumps,
	target.NormalizeJumps:        (*Graph).normalizeJumps,
	target.BorrowLoads:           (*Graph).borrowLoads,
}
